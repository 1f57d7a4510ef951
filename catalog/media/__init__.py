"""Videos: how they come in, how they are packaged to HLS, and played from (docs/operations.md, "Videos")."""
