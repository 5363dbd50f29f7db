"""The only way a message leaves. Comes with subjects."""
