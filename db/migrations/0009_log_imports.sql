CREATE TABLE `log_imports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`resource_id` integer NOT NULL,
	`created_by_id` integer NOT NULL,
	`name` text NOT NULL,
	`content` text,
	`reading` text,
	`state` text DEFAULT 'sent' NOT NULL,
	`outcome` text,
	`lines_read` integer DEFAULT 0 NOT NULL,
	`lines` integer DEFAULT 0 NOT NULL,
	`leased_until` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "log_imports_state" CHECK("log_imports"."state" IN ('sent', 'checked', 'running', 'done'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `log_imports_by_resource` ON `log_imports` (`resource_id`,`id`);