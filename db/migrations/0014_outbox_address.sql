ALTER TABLE `outbox` ADD `address` text;--> statement-breakpoint
CREATE INDEX `outbox_by_address` ON `outbox` (`address`,`created_at`) WHERE address IS NOT NULL;