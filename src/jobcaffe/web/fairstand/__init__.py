"""An exhibitor's own stand."""
