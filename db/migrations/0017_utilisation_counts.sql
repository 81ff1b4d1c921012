CREATE TABLE `utilisation_counts` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`inputs` text NOT NULL,
	`stamp` integer NOT NULL,
	`holds_from` integer NOT NULL,
	`holds_until` integer,
	`content` blob NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `utilisation_counts_by_resource` ON `utilisation_counts` (`resource_id`);--> statement-breakpoint
CREATE INDEX `unmet_requests_by_start` ON `unmet_requests` (`start_at`);--> statement-breakpoint
CREATE INDEX `waiting_entries_by_start` ON `waiting_entries` (`start_at`);