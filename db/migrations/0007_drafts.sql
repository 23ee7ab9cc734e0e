CREATE TABLE "drafts" (
	"run_id" uuid PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"author" text NOT NULL,
	"notes" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;