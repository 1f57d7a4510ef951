"""The demo's catalogue: real films, with what their data lack filled in by the rules of docs/demo.md."""
