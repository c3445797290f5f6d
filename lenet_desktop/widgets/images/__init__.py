"""Images of ink: the painter of drawings, the image that the network sees, and tiles."""
