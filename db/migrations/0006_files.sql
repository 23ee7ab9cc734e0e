ALTER TABLE "implementations" ADD COLUMN "files" jsonb;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "files" jsonb;