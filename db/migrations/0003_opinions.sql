CREATE TABLE "opinions" (
	"key" text PRIMARY KEY NOT NULL,
	"measured_key" text NOT NULL,
	"family" text NOT NULL,
	"model" text NOT NULL,
	"prompt_digest" text NOT NULL,
	"opinion" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "evaluations" RENAME COLUMN "review_key" TO "key";--> statement-breakpoint
ALTER TABLE "evaluations" DROP CONSTRAINT "evaluations_review_key_reviews_key_fk";
--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "author_family" text;--> statement-breakpoint
ALTER TABLE "opinions" ADD CONSTRAINT "opinions_measured_key_reviews_key_fk" FOREIGN KEY ("measured_key") REFERENCES "public"."reviews"("key") ON DELETE no action ON UPDATE no action;