/** The audit log's page, chart and export. */
@NullMarked
package dev.vestibule.settings.audit;

import org.jspecify.annotations.NullMarked;
