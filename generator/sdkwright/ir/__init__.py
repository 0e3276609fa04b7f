"""The intermediate representation: what an API offers, in inert values that know neither OpenAPI nor Python."""
