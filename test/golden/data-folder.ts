import { fileURLToPath } from "node:url";

/** The project's own copy of the reference cases. */
export const DATA_FOLDER: string = fileURLToPath(new URL("data", import.meta.url));
