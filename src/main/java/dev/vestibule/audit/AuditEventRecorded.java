package dev.vestibule.audit;

import dev.vestibule.event.AuditEvent;

/**
 * An event was recorded; published within the transaction of the event, if there is one.
 *
 * @param id the key for {@link AuditTrail#entries}
 * @param byAnother whether somebody other than the user of the account acted: an administrator, the operator, or
 *     Vestibule itself
 */
public record AuditEventRecorded(long id, AuditEvent event, boolean byAnother) {}
