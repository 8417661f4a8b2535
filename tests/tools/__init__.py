"""Scripts behind make targets: what tests need on a machine, the demo, the README's pictures, generated docs."""
