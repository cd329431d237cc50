"""Break-glass, objections, sealed parts and reviews, as pages."""
