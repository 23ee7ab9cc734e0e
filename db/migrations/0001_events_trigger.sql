-- Events are append-only: what was announced can neither change nor vanish.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON "events"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER events_never_emptied BEFORE TRUNCATE ON "events"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The message only wakes listeners: they read the table, which alone knows the order.
CREATE FUNCTION announce_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('pyplots_events', NEW.topic || ':' || NEW.seq);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER events_announced AFTER INSERT ON "events"
  FOR EACH ROW EXECUTE FUNCTION announce_event();
