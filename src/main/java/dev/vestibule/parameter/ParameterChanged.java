package dev.vestibule.parameter;

/** A parameter has a new value; published within the transaction that changes it. */
public record ParameterChanged(Parameter parameter, int before, int after) {}
