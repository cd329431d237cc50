"""Who signs in: staff of the place's organisations, by OpenID Connect or, in a demo, as an invented person."""
