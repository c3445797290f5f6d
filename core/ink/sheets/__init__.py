"""Pictures of several digits: connected ink, ruled lines, rows and cuts."""
