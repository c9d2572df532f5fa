"""What people do in the inbox: deciding, acting on tasks, files, drafts, views."""
