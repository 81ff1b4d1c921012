ALTER TABLE `outbox` ADD `digest_at` integer;--> statement-breakpoint
ALTER TABLE `outbox` ADD `resent_at` integer;--> statement-breakpoint
CREATE INDEX `outbox_sent` ON `outbox` (`person_id`,`sent_at`) WHERE sent_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_unread` ON `outbox` (`person_id`) WHERE read_at IS NULL;--> statement-breakpoint
CREATE INDEX `outbox_held` ON `outbox` (`person_id`,`digest_at`) WHERE digest_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_given_up` ON `outbox` (`id`) WHERE next_attempt_at IS NULL AND sent_at IS NULL AND attempts > 0;