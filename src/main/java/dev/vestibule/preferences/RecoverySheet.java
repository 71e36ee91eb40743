package dev.vestibule.preferences;

import dev.vestibule.recovery.RecoveryCode;
import dev.vestibule.web.Forms;
import java.util.List;
import org.springframework.web.servlet.ModelAndView;

/** The page that shows a new set of recovery codes. The codes are in this answer only and are never shown again. */
final class RecoverySheet {
    private RecoverySheet() {}

    /**
     * @param first whether the page ends the wizard, which has switched MFA on
     * @param next the path to which the page's link leads
     */
    static ModelAndView show(List<RecoveryCode> set, boolean first, String next) {
        List<String> codes = set.stream().map(RecoveryCode::text).toList();
        return Forms.accepted("preferences/recovery-codes-new")
                .addObject("codes", codes)
                .addObject("lines", String.join("\n", codes))
                .addObject("first", first)
                .addObject("next", next);
    }
}
