"""HTTP: deliveries, the end of an installation, the sidebar, health. Views of a few lines around the flow."""
