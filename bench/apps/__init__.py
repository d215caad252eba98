"""What Retour's receive path is measured against: WSGI applications that do only what they must, each its own way."""
