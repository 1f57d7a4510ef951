"""The demo's viewers: real raters without names, some of whom can be logged in as. See docs/demo.md."""

from accounts.demo.personas import OPERATOR, PASSWORD, PERSONAS, Persona

__all__ = ["OPERATOR", "PASSWORD", "PERSONAS", "Persona"]
