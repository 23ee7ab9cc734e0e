CREATE TABLE "plot_tags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plot_id" text NOT NULL,
	"library" text,
	"code_sha" text,
	"slug" text NOT NULL,
	"dimension" text NOT NULL,
	"source" text NOT NULL,
	"holds" boolean,
	"evidence" text NOT NULL,
	"basis" text,
	"environment_digest" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plot_tags_once" UNIQUE NULLS NOT DISTINCT("plot_id","library","code_sha","slug")
);
--> statement-breakpoint
CREATE INDEX "plot_tags_by_slug" ON "plot_tags" USING btree ("slug");