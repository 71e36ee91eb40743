package dev.vestibule;

/** Public without a caller elsewhere: what a rule must catch. */
public final class ArchitectureLonely {}
