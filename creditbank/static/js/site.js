// Every behaviour of every page. Each file stands alone, is bound by a data- attribute through
// events of the document (so it also serves what is put in later) and imports nothing:
// collectstatic joins them into this one.
import "./busy-button.js";
import "./copy.js";
import "./countdown.js";
import "./desk-keys.js";
import "./filter-as-you-type.js";
import "./identity-fill.js";
import "./print.js";
import "./refresh.js";
import "./region-levels.js";
import "./upload-preview.js";
import "./viewer.js";
