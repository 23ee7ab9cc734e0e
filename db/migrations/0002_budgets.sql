CREATE TABLE "ai_calls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"run_id" uuid NOT NULL,
	"library" text,
	"attempt" integer NOT NULL,
	"purpose" text NOT NULL,
	"family" text NOT NULL,
	"model" text NOT NULL,
	"price_id" text NOT NULL,
	"prompt_sha" text NOT NULL,
	"state" text DEFAULT 'reserved' NOT NULL,
	"outcome" text,
	"reserved_micro_usd" bigint NOT NULL,
	"cost_micro_usd" bigint,
	"usage" jsonb,
	"latency_ms" integer,
	"request_id" text,
	"reply_sha" text,
	"date" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "ai_calls_settled_with_cost" CHECK (("ai_calls"."state" = 'reserved') = ("ai_calls"."cost_micro_usd" is null) and ("ai_calls"."state" = 'reserved') = ("ai_calls"."outcome" is null)),
	CONSTRAINT "ai_calls_not_negative" CHECK (least("ai_calls"."reserved_micro_usd", "ai_calls"."cost_micro_usd") >= 0)
);
--> statement-breakpoint
CREATE TABLE "budgets" (
	"scope" text PRIMARY KEY NOT NULL,
	"cap_micro_usd" bigint NOT NULL,
	"spent_micro_usd" bigint DEFAULT 0 NOT NULL,
	"reserved_micro_usd" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budgets_not_negative" CHECK (least("budgets"."cap_micro_usd", "budgets"."spent_micro_usd", "budgets"."reserved_micro_usd") >= 0)
);
--> statement-breakpoint
ALTER TABLE "run_libraries" ADD COLUMN "cost_micro_usd" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "budget_micro_usd" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ai_calls" ADD CONSTRAINT "ai_calls_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ai_calls_by_run" ON "ai_calls" USING btree ("run_id","created_at");--> statement-breakpoint
CREATE INDEX "ai_calls_by_key" ON "ai_calls" USING btree ("key");--> statement-breakpoint
CREATE INDEX "ai_calls_open" ON "ai_calls" USING btree ("expires_at") WHERE "ai_calls"."state" = 'reserved';