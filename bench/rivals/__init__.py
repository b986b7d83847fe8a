"""The bots that ours is compared with, each as an honest user would write it from its library's own guide."""
