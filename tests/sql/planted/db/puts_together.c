int find(struct store *s, const char *name)
{
	char text[256];
	snprintf(text, sizeof text, "SELECT id FROM person WHERE name = '%s'", name);
	return sqlite3_exec(s->db, text, NULL, NULL, NULL);
}
