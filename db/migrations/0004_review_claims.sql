ALTER TABLE "run_libraries" ADD COLUMN "claimed_by" text;--> statement-breakpoint
ALTER TABLE "run_libraries" ADD COLUMN "claim_expires_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "run_libraries_waiting" ON "run_libraries" USING btree ("run_id") WHERE "run_libraries"."status" = 'needs_person';