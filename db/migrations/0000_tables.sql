CREATE TABLE "artifacts" (
	"sha256" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"bytes" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "api_tokens_sha256_unique" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tx" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"topic" text NOT NULL,
	"type" text NOT NULL,
	"entity" text NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"principal" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "implementations" (
	"plot_id" text NOT NULL,
	"library" text NOT NULL,
	"version" text NOT NULL,
	"code_sha" text NOT NULL,
	"picture_sha" text NOT NULL,
	"quality_score" real NOT NULL,
	"pythons" jsonb NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "implementations_plot_id_library_pk" PRIMARY KEY("plot_id","library")
);
--> statement-breakpoint
CREATE TABLE "plot_usage" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plot_id" text NOT NULL,
	"user_session" uuid,
	"data_shape" jsonb,
	"success" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"duration_ms" integer
);
--> statement-breakpoint
CREATE TABLE "plots" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"spec_version" text NOT NULL,
	"spec_sha" text NOT NULL,
	"quality_score" real,
	"view_count" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "publications" (
	"key" text PRIMARY KEY NOT NULL,
	"plot_id" text NOT NULL,
	"library" text NOT NULL,
	"code_sha" text NOT NULL,
	"review_key" text NOT NULL,
	"run_id" uuid NOT NULL,
	"decided_by" text NOT NULL,
	"version" text NOT NULL,
	"state" text NOT NULL,
	"changed" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "evaluations" (
	"review_key" text PRIMARY KEY NOT NULL,
	"plot_id" text NOT NULL,
	"ai_model" text NOT NULL,
	"scores" jsonb NOT NULL,
	"overall" real NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "renders" (
	"key" text PRIMARY KEY NOT NULL,
	"spec_sha" text NOT NULL,
	"code_sha" text NOT NULL,
	"data_sha" text NOT NULL,
	"environment_digest" text NOT NULL,
	"library" text NOT NULL,
	"python" text NOT NULL,
	"variant" text NOT NULL,
	"outcome" text NOT NULL,
	"report" jsonb NOT NULL,
	"run" jsonb,
	"figure_sha" text,
	"picture_sha" text,
	"facts_sha" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"key" text PRIMARY KEY NOT NULL,
	"plot_id" text NOT NULL,
	"library" text NOT NULL,
	"spec_sha" text NOT NULL,
	"code_sha" text NOT NULL,
	"render_keys" jsonb NOT NULL,
	"picture_key" text,
	"rubric_digest" text NOT NULL,
	"model" text NOT NULL,
	"score" real NOT NULL,
	"verdict" text NOT NULL,
	"strength" text NOT NULL,
	"review" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"run_id" uuid NOT NULL,
	"library" text NOT NULL,
	"number" integer NOT NULL,
	"author" text NOT NULL,
	"code_sha" text NOT NULL,
	"picture_python" text,
	"review_key" text,
	"score" real,
	"verdict" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "attempts_run_id_library_number_pk" PRIMARY KEY("run_id","library","number")
);
--> statement-breakpoint
CREATE TABLE "run_libraries" (
	"run_id" uuid NOT NULL,
	"library" text NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"stage" text DEFAULT 'waiting' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"pythons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"score" real,
	"version" text,
	"code_sha" text,
	"review_key" text,
	"published" boolean DEFAULT false NOT NULL,
	"message" text,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "run_libraries_run_id_library_pk" PRIMARY KEY("run_id","library")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"plot_id" text NOT NULL,
	"request_key" text NOT NULL,
	"input" jsonb NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"reason" text,
	"message" text,
	"requested_by" text NOT NULL,
	"cost_micro_usd" bigint DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "verdicts" (
	"run_id" uuid NOT NULL,
	"library" text NOT NULL,
	"code_sha" text NOT NULL,
	"review_key" text NOT NULL,
	"decision" text NOT NULL,
	"decided_by" text NOT NULL,
	"reason" text,
	"publication_run_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "verdicts_run_id_library_code_sha_pk" PRIMARY KEY("run_id","library","code_sha")
);
--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_review_key_reviews_key_fk" FOREIGN KEY ("review_key") REFERENCES "public"."reviews"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_review_key_reviews_key_fk" FOREIGN KEY ("review_key") REFERENCES "public"."reviews"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renders" ADD CONSTRAINT "renders_code_sha_artifacts_sha256_fk" FOREIGN KEY ("code_sha") REFERENCES "public"."artifacts"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renders" ADD CONSTRAINT "renders_figure_sha_artifacts_sha256_fk" FOREIGN KEY ("figure_sha") REFERENCES "public"."artifacts"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renders" ADD CONSTRAINT "renders_picture_sha_artifacts_sha256_fk" FOREIGN KEY ("picture_sha") REFERENCES "public"."artifacts"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renders" ADD CONSTRAINT "renders_facts_sha_artifacts_sha256_fk" FOREIGN KEY ("facts_sha") REFERENCES "public"."artifacts"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_code_sha_artifacts_sha256_fk" FOREIGN KEY ("code_sha") REFERENCES "public"."artifacts"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_picture_key_renders_key_fk" FOREIGN KEY ("picture_key") REFERENCES "public"."renders"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_libraries" ADD CONSTRAINT "run_libraries_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_publication_run_id_runs_id_fk" FOREIGN KEY ("publication_run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_in_order" ON "events" USING btree ("tx","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "idempotency_keys_once" ON "idempotency_keys" USING btree ("principal","key");--> statement-breakpoint
CREATE INDEX "publications_by_plot" ON "publications" USING btree ("plot_id","library","created_at");--> statement-breakpoint
CREATE INDEX "evaluations_by_plot" ON "evaluations" USING btree ("plot_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_same_inputs" ON "reviews" USING btree ("code_sha","key");--> statement-breakpoint
CREATE INDEX "reviews_by_plot" ON "reviews" USING btree ("plot_id","library","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_open_per_plot" ON "runs" USING btree ("plot_id") WHERE "runs"."status" in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "runs_by_age" ON "runs" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "runs_by_plot" ON "runs" USING btree ("plot_id","created_at");