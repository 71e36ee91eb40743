package dev.vestibule.web;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** Answers {@code "redirect:…"}, which only accepted forms return, with 303 instead of HTTP 1.0's 302. */
@Component
class SeeOtherRedirects implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ThymeleafViewResolver views) {
            views.setRedirectHttp10Compatible(false);
        }
        return bean;
    }
}
