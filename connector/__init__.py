"""Retour: a returns desk inside the helpdesk, for Magento 2."""
