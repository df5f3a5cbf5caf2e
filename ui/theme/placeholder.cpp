// Removed as soon as the first real file stands here.
