"""Opening what is closed, and looking into it: break-glass, its review, objections, sealed parts, who looked."""
