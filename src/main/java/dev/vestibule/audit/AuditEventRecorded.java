package dev.vestibule.audit;

import dev.vestibule.event.AuditEvent;

/**
 * An event was written down; published within the transaction that did it, if there is one.
 *
 * @param id by which {@link AuditTrail} finds it
 * @param byAnother whether somebody else did it to the account: an administrator, the operator, or Vestibule itself
 */
public record AuditEventRecorded(long id, AuditEvent event, boolean byAnother) {}
