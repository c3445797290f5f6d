"""My Digits: the labelled drawings of a person, and what is made of them."""
