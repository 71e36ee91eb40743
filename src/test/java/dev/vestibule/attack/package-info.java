/** The attack suite: what somebody tries from outside, over HTTP, against the started application. */
package dev.vestibule.attack;
