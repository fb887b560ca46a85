import { fileURLToPath } from "node:url";

/** The project's own copy of the reference cases. */
export const DATA_FOLDER: string = fileURLToPath(new URL("data", import.meta.url));

/** Cases of further kinds, with the script that made them. */
export const EXTRA_FOLDER: string = fileURLToPath(new URL("extra", import.meta.url));
