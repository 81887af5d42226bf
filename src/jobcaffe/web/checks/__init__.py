"""How the group goes: anonymous answers with a drawn code, and what comes out."""
