"""What others' tools say of the pages: Lighthouse how quick and sound they are on a phone, axe whom they shut out."""
