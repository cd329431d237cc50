"""What has somebody begun to type into a form and not saved? Kept for them on the server; nobody else sees it."""
