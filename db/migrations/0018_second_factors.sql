CREATE TABLE `proof_steps` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`token_hash` text NOT NULL,
	`person_id` integer,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "proof_steps_kind" CHECK("proof_steps"."kind" IN ('second-step', 'passkey-sign-in', 'passkey-new'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `proof_steps_token_hash_unique` ON `proof_steps` (`token_hash`);--> statement-breakpoint
CREATE INDEX `proof_steps_by_person` ON `proof_steps` (`person_id`);--> statement-breakpoint
ALTER TABLE `organisations` ADD `sign_on` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `people` ADD `totp_step` integer;