"""What sets up, starts and tests a checkout: standard library only, no Amends needed."""
