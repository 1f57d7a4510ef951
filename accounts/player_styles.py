"""The style sheets inside media-chrome's elements, by their hashes, for the policy of the watch page.

Each element carries a `<style>` of its own, which a policy without `unsafe-inline` refuses unless it is named here.
After an upgrade of media-chrome, the browser test of the player says what the list is to be.
"""

HASHES: list[str] = []
