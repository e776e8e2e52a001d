"""Portal: the agreement with its versions and the consents to it; notices and guides come later."""
