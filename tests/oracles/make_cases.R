# Works out more_cases.json:   Rscript make_cases.R > more_cases.json
#
# Run under R 4.2.2 with jsonlite, survey 4.1-1, metafor 3.8-1, clubSandwich 0.5.8, spc 0.6.7, sandwich 3.0-2,
# qicharts2 0.8.1, ratesci 1.1.0.9000, dplyr and rlang, and with the sources of NHSRplotthedots in the folder that the
# variable PLOTTHEDOTS names (before dplyr 1.1 with "TRUE ~" for case_when's ".default ="). Figures printed in papers,
# and those of gbstats 0.8.0, are typed in and say so.

suppressMessages({
  library(jsonlite); library(survey); library(metafor); library(clubSandwich); library(spc); library(sandwich)
  library(qicharts2); library(ratesci); library(dplyr); library(rlang)
})
for (part in c("ptd_spc_standard", "ptd_calculate_point_type"))
  source(file.path(Sys.getenv("PLOTTHEDOTS"), "R", paste0(part, ".R")))
set.seed(20240601)

cases <- list()
case <- function(id, kind, source, input, expected, abs = NULL, rel = NULL)
  cases[[length(cases) + 1]] <<- list(id = id, source = source, kind = kind, input = input, expected = expected,
                                      tol = Filter(Negate(is.null), list(abs = abs, rel = rel)))
ends <- function(x) as.numeric(x)[1:2]
exact <- 1e-7

# Shares ---------------------------------------------------------------------------------------------------------

published <- list(c(81, 263, .2553, .3662), c(15, 148, .0624, .1605), c(0, 20, 0, .1611), c(1, 29, .0061, .1718))
for (p in published)
  case(sprintf("share-newcombe1998-%d-%d", p[1], p[2]), "prop_one_period_ci",
       "printed: Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3 (score)",
       list(x = p[1], n = p[2], method = "wilson", level = .95), list(ci = p[3:4]), abs = 6e-5)
for (p in list(c(20, 20, .95), c(1180, 1500, .9), c(3, 7, .99), c(0, 1, .95)))
  case(sprintf("share-%d-%d", p[1], p[2]), "prop_one_period_ci", "R prop.test(correct = FALSE)",
       list(x = p[1], n = p[2], method = "wilson", level = p[3]),
       list(ci = ends(suppressWarnings(prop.test(p[1], p[2], conf.level = p[3], correct = FALSE))$conf.int)),
         abs = exact)

published <- list(c(56, 70, 48, 80, .0524, .3339), c(9, 10, 3, 10, .1705, .8090), c(6, 7, 2, 7, .0582, .8062),
                  c(5, 56, 0, 29, -.0381, .1926), c(0, 10, 0, 20, -.1611, .2775), c(0, 10, 0, 10, -.2775, .2775),
                  c(10, 10, 0, 20, .6791, 1), c(10, 10, 0, 10, .6075, 1))
for (p in published)
  case(sprintf("shares-newcombe1998-%d-%d-%d-%d", p[1], p[2], p[3], p[4]), "prop_diff",
       "printed: Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10",
       list(period1 = list(x = p[3], n = p[4]), period2 = list(x = p[1], n = p[2]), method = "newcombe", level = .95),
       list(diff = p[1] / p[2] - p[3] / p[4], ci = p[5:6]), abs = 6e-5)
for (p in list(c(850, 1000, 800, 1000), c(3, 5000, 9, 4000), c(49, 50, 100, 1000))) {
  found <- moverci(p[1], p[2], p[3], p[4], type = "wilson")$estimates
  case(sprintf("shares-%d-%d-%d-%d", p[1], p[2], p[3], p[4]), "prop_diff", "R ratesci::moverci(type = 'wilson')",
       list(period1 = list(x = p[3], n = p[4]), period2 = list(x = p[1], n = p[2]), method = "newcombe", level = .95),
       list(diff = unname(found[1, "est"]), ci = unname(found[1, c("lower", "upper")])), abs = exact)
}
for (p in list(c(45, 200, 60, 210), c(7, 40, 2, 38))) {
  found <- suppressWarnings(prop.test(c(p[3], p[1]), c(p[4], p[2]), correct = FALSE))
  case(sprintf("pooled-%d-%d", p[1], p[2]), "prop_diff_test", "R prop.test(correct = FALSE)",
       list(period1 = list(x = p[1], n = p[2]), period2 = list(x = p[3], n = p[4]), method = "pooled_z"),
       list(chi2 = unname(found$statistic), p_two_sided = found$p.value), rel = exact)
}
for (p in list(c(.1, .08), c(.5, .55), c(.9, .93)))
  case(sprintf("shares-power-%g-%g", p[1], p[2]), "prop_power", "R power.prop.test",
       list(p1 = p[1], p2 = p[2], alpha_two_sided = .05, power = .8),
       list(n_per_period = power.prop.test(p1 = p[1], p2 = p[2], power = .8)$n), rel = .01)

# Net Promoter Scores --------------------------------------------------------------------------------------------

tango <- function(counts, level = .95)
  unname(scorepairci(c(0, counts[3], counts[1], counts[2]), level = level, bcf = FALSE, skew = FALSE,
                     precis = 12, warn = FALSE)$estimates[1, c("lower", "upper")])
triple <- function(counts) list(detractors = counts[1], passives = counts[2], promoters = counts[3])
for (counts in list(c(20, 92, 288), c(0, 0, 10), c(10, 0, 0), c(1, 5, 3), c(40, 30, 30), c(700, 1100, 3200)))
  case(paste(c("nps-tango", counts), collapse = "-"), "nps_one_period_ci",
       "R ratesci::scorepairci(bcf = FALSE, skew = FALSE), promoters and detractors as the discordant cells",
       c(triple(counts), list(method = "tango_score", level = .95)), list(ci_points = 100 * tango(counts)), abs = 1e-6)
for (pair in list(list(c(20, 92, 288), c(20, 88, 292)), list(c(9, 12, 15), c(3, 8, 25)), list(c(0, 0, 10), c(5, 10,
  85)),
                  list(c(300, 500, 700), c(40, 30, 30)))) {
  one <- tango(pair[[1]]); two <- tango(pair[[2]])
  score <- sapply(pair, function(counts) (counts[3] - counts[1]) / sum(counts))
  d <- score[2] - score[1]
  case(paste(c("nps-mover", unlist(pair)), collapse = "-"), "nps_diff_mover",
       "R ratesci::scorepairci(bcf = FALSE, skew = FALSE) in both periods, joined by the MOVER formula",
       list(period1 = triple(pair[[1]]), period2 = triple(pair[[2]]), level = .95),
       list(diff_points = 100 * d, ci_points = 100 * c(d - sqrt((score[2] - two[1])^2 + (one[2] - score[1])^2),
                                                      d + sqrt((two[2] - score[2])^2 + (score[1] - one[1])^2))),
       abs = 1e-6)
}
for (answers in list(list(c(15, 30, 75), 150), list(c(4, 10, 26), 44))) {
  y <- data.frame(y = rep(c(-100, 0, 100), answers[[1]]), N = answers[[2]])
  found <- svymean(~y, svydesign(ids = ~1, fpc = ~N, data = y, weights = ~1))
  case(sprintf("nps-finite-%d-of-%d", nrow(y), answers[[2]]), "nps_one_period_fpc", "R survey::svymean with fpc",
       c(triple(answers[[1]]), list(population_N = answers[[2]], divisor = "n-1")),
       list(nps_points = unname(coef(found)), se_points = as.numeric(SE(found))), abs = 1e-6)
}

# Keys that repeat -----------------------------------------------------------------------------------------------

agents <- function(name, sizes, periods, both) {
  rows <- do.call(rbind, lapply(seq_along(sizes), function(agent) {
    p <- c(.15, .25, .6) + c(1, 0, -1) * rnorm(1, 0, .06)
    do.call(rbind, lapply(if (both) 1:2 else periods[agent], function(period) {
      drawn <- rmultinom(1, sizes[agent], pmax(p, .02))
      data.frame(agent = agent, period = period, det = drawn[1], pas = drawn[2], pro = drawn[3])
    }))
  }))
  y <- do.call(rbind, lapply(seq_len(nrow(rows)), function(i) with(rows[i, ], data.frame(
    agent = agent, period = period, y = rep(c(-100, 0, 100), c(det, pas, pro))))))
  model <- svyglm(y ~ period, svydesign(ids = ~agent, weights = ~1, data = y))
  naive <- sqrt(sum(tapply(y$y, y$period, function(v) mean((v - mean(v))^2) / length(v))))
  case(paste0("keys-", name), "nps_diff_cluster", "R survey::svyglm, ids = agent",
       list(rows = rows, cluster = "agent"),
       list(diff_points = unname(coef(model)[2]), se_points = unname(SE(model)[2]), n_clusters = length(sizes),
            df = length(sizes) - 1, se_points_naive = naive), rel = 1e-7)
  model <- lm(y ~ period, y)
  found <- coef_test(model, vcovCR(model, cluster = y$agent, type = "CR2"), test = "Satterthwaite")[2, ]
  case(paste0("cr2-", name), "nps_diff_cluster_cr2", "R clubSandwich CR2 with Satterthwaite df",
       list(rows = rows), list(se_points = found$SE, df = unname(unlist(found[grep("^df", names(found))][1]))),
         rel = 1e-6)
}
agents("shared", c(12, 40, 25, 8, 31, 18, 22, 15), NULL, TRUE)
agents("apart", c(12, 40, 25, 8, 31, 18, 22, 15, 9, 60), rep(1:2, 5), FALSE)
agents("few", c(10, 50, 12, 14, 11), c(1, 2, 1, 2, 2), FALSE)

# Means, pairs, ranks, medians -----------------------------------------------------------------------------------

for (h in list(list(c(12, 18, 45, 120, 205), c(30, 20, 40, 60, 50)), list(c(0, 1, 2, 3, 4), c(4, 3, 2, 1, 0)),
               list(c(100, 200, 300, 200, 100), c(5, 10, 15, 10, 12)))) {
  one <- rep(1:5, h[[1]]); two <- rep(1:5, h[[2]]); found <- t.test(two, one)
  case(paste(c("welch", unlist(h)), collapse = "-"), "ordinal_mean_diff", "R t.test (Welch)",
       list(period1_hist_1to5 = h[[1]], period2_hist_1to5 = h[[2]], method = "welch_t", level = .95),
       list(mean1 = mean(one), mean2 = mean(two), t = unname(found$statistic), df = unname(found$parameter),
            p_two_sided = found$p.value, ci = ends(found$conf.int)), abs = exact)
  found <- suppressWarnings(wilcox.test(two, one, exact = FALSE, correct = FALSE))
  case(paste(c("ranks", unlist(h)), collapse = "-"), "ordinal_rank_test",
    "R wilcox.test(exact = FALSE, correct = FALSE)",
       list(period1_hist_1to7 = h[[1]], period2_hist_1to7 = h[[2]]),
       list(W_period2 = unname(found$statistic), p_two_sided = found$p.value), rel = exact)
}
for (n in c(3, 25)) {
  one <- round(rnorm(n, 60, 12), 1); two <- round(one + rnorm(n, 2, 6), 1); found <- t.test(two, one, paired = TRUE)
  case(paste0("paired-", n), "mean_diff_paired", "R t.test(paired = TRUE)",
       list(period1 = one, period2 = two, level = .95),
       list(t = unname(found$statistic), df = unname(found$parameter), p_two_sided = found$p.value,
            ci = ends(found$conf.int)), abs = exact)
}
for (n in list(c(20, 35), c(200, 90))) {
  one <- round(rlnorm(n[1], 5.5, 1)); two <- round(rlnorm(n[2], 5.3, .8)); found <- t.test(log(two), log(one))
  case(sprintf("durations-%d-%d", n[1], n[2]), "heavy_tail_gmr", "R t.test on log seconds, exponentiated",
       list(period1_seconds = one, period2_seconds = two, level = .95),
       list(ratio = unname(exp(found$estimate[1] - found$estimate[2])), ci = ends(exp(found$conf.int)),
            p_two_sided = found$p.value), rel = exact)
}
for (p in list(c(.2, 1.1), c(.05, .4)))
  case(sprintf("mean-power-%g", p[1]), "mean_power", "R power.t.test",
       list(delta = p[1], sd = p[2], alpha_two_sided = .05, power = .8),
       list(n_per_period = power.t.test(delta = p[1], sd = p[2], power = .8)$n), rel = .005)
case("mcnemar-fagerland2013", "mcnemar",
     "printed: Fagerland, Lydersen & Laake 2013, airway hyper-responsiveness before and after transplantation",
     list(gained = 7, lost = 1), list(exact_p = .070, mid_p = .039), abs = 5e-4)
for (b in list(c(10, 25), c(0, 6), c(8, 8))) {
  tail <- pbinom(min(b), sum(b), .5)
  case(sprintf("mcnemar-%d-%d", b[1], b[2]), "mcnemar", "R binom.test; mid-p by pbinom and dbinom",
       list(gained = b[1], lost = b[2]),
       list(exact_p = binom.test(b[1], sum(b))$p.value, mid_p = min(1, 2 * tail - dbinom(min(b), sum(b), .5))),
         abs = 1e-10)
}
for (n in c(6, 15, 40)) {
  y <- sort(round(rlnorm(n, 5, .7), 1))
  held <- sapply(y, function(m) binom.test(sum(y < m), n)$p.value > .05 || binom.test(sum(y <= m), n)$p.value > .05)
  case(sprintf("median-%d", n), "median_interval", "R binom.test: the medians that a sign test does not reject",
       list(values = y, level = .95), list(median = median(y), ci = range(y[held])), abs = 1e-9)
}
one <- c(rep(0, 12), round(rlnorm(28, 3, 1), 2)); two <- c(rep(0, 5), round(rlnorm(40, 3.3, .9), 2))
share <- moverci(sum(two > 0), length(two), sum(one > 0), length(one), type = "wilson")$estimates
logs <- t.test(log(two[two > 0]), log(one[one > 0]))
case("amounts", "amount_diff", "R ratesci::moverci(type = 'wilson') and t.test on the logs of what is above zero",
     list(period1 = one, period2 = two, level = .95),
     list(share_diff = unname(share[1, "est"]), share_ci = unname(share[1, c("lower", "upper")]),
          ratio = unname(exp(logs$estimate[1] - logs$estimate[2])), ratio_ci = ends(exp(logs$conf.int)),
          amount_p = logs$p.value), rel = 1e-6)
for (p in list(list("numacc1", "mean 10000002, sd 1", c(10000001, 10000003, 10000002), 10000002, 1),
               list("numacc3", "mean 1000000.2, sd 0.1", c(1000000.2, rep(c(1000000.1, 1000000.3), 500)), 1000000.2,
                 .1),
               list("numacc4", "mean 10000000.2, sd 0.1", c(10000000.2, rep(c(10000000.1, 10000000.3), 500)),
                 10000000.2, .1)))
  case(paste0("nist-", p[[1]]), "certified_moments", paste("printed: NIST Statistical Reference Datasets,", p[[2]]),
       list(values = p[[3]]), list(mean = p[[4]], sd = p[[5]]), rel = 1e-7)

# Rates and ratios -----------------------------------------------------------------------------------------------

for (p in list(c(11, 800, 23, 1011), c(0, 100, 4, 120), c(5, 10, 0, 12), c(250, 31.5, 310, 30))) {
  found <- poisson.test(p[c(3, 1)], p[c(4, 2)])
  expected <- list(ratio = unname(found$estimate), ci = ends(found$conf.int), p_two_sided = found$p.value)
  finite <- sapply(expected, function(v) all(is.finite(v)))
  case(sprintf("rate-ratio-%d-%d", p[1], p[3]), "rate_ratio", "R poisson.test (infinite ends are left out)",
       list(period1 = list(count = p[1], exposure = p[2]), period2 = list(count = p[3], exposure = p[4]),
            method = "exact_conditional", level = .95), expected[finite], rel = exact)
  found <- moverci(p[3], p[4], p[1], p[2], distrib = "poi", type = "wilson")$estimates
  case(sprintf("rate-diff-%d-%d", p[1], p[3]), "rate_diff", "R ratesci::moverci(distrib = 'poi', type = 'wilson')",
       list(period1 = list(count = p[1], exposure = p[2]), period2 = list(count = p[3], exposure = p[4]), level = .95),
       list(diff = unname(found[1, "est"]), ci = unname(found[1, c("lower", "upper")])), rel = 1e-6)
}
for (n in c(8, 20)) {
  d <- data.frame(period = rep(1:2, each = n), y = rnbinom(2 * n, mu = rep(c(30, 36), each = n), size = 12))
  found <- summary(glm(y ~ period, quasipoisson(link = "identity"), d, start = c(20, 5)))
  case(sprintf("rate-scatter-%d", n), "rate_diff_overdispersed", "R glm(quasipoisson(link = 'identity'))",
       list(period1 = d$y[1:n], period2 = d$y[-(1:n)]),
       list(diff = found$coefficients[2, 1], dispersion = found$dispersion, se = found$coefficients[2, 2]), rel = 1e-5)
}
gbstats <- "typed in: gbstats 0.8.0 TwoSidedTTest of RatioStatistic"
sums <- function(...) setNames(as.list(c(...)), c("customers", "num_sum", "num_sumsq", "den_sum", "den_sumsq",
  "cross_sum"))
case("ratio-gbstats-400", "ratio_diff_suffstats", gbstats,
     list(period1 = sums(400, 150, 310, 900, 2900, 520), period2 = sums(380, 190, 420, 870, 2750, 610)),
     list(diff = 0.0517241379310345, se = 0.025416735054312165, ci = c(0.0018277244611373047, 0.10162055140093171),
          p_two_sided = 0.04219777740142905), rel = 1e-7)
case("ratio-gbstats-60", "ratio_diff_suffstats", gbstats,
     list(period1 = sums(60, 12, 20, 150, 480, 45), period2 = sums(75, 30, 54, 160, 450, 90)),
     list(diff = 0.1075, se = 0.046318631321062044, ci = c(0.015842864069789672, 0.19915713593021034),
          p_two_sided = 0.021888880105962016), rel = 1e-7)

# Many looks -----------------------------------------------------------------------------------------------------

bh1995 <- c(.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1)
case("bh-1995", "bh_rejections", "printed: Benjamini & Hochberg 1995, section 3.2 (15 hypotheses, q = 0.05: four)",
     list(p = bh1995, q = .05), list(rejected = 4), abs = 0)
for (p in list(bh1995, round(runif(30)^2, 4), c(.01, .01, .03, .02))) {
  case(sprintf("bh-%d", length(p)), "bh_adjusted", "R p.adjust('BH')", list(p = p), list(adjusted = p.adjust(p, "BH")),
    abs = 1e-12)
  case(sprintf("holm-%d", length(p)), "holm_adjusted", "R p.adjust('holm')", list(p = p), list(adjusted = p.adjust(p,
    "holm")), abs = 1e-12)
}
sequential <- list(list(c(400, 268, 308), c(400, 272, 312), .05, 5000, c(-0.12960452732664013, 0.14960452732664015), 1),
                   list(c(250, 100, 190), c(300, 156, 240), .1, 1000, c(-0.06126471977629186, 0.3012647197762919),
                     0.5554983152922175),
                   list(c(5000, 3350, 3850), c(4200, 2940, 3350), .05, 5000, c(-0.005830424159517705,
                     0.06583042415951754), 0.18462798491767476))
for (s in sequential) {
  period <- function(v) setNames(as.list(v), c("n", "sum", "sum_squares"))
  case(sprintf("sequence-%d-%d", s[[1]][1], s[[2]][1]), "confidence_sequence",
    "typed in: gbstats 0.8.0 SequentialTwoSidedTTest",
       list(period1 = period(s[[1]]), period2 = period(s[[2]]), alpha = s[[3]], tuning = s[[4]]),
       list(diff_points = 100 * (s[[2]][2] / s[[2]][1] - s[[1]][2] / s[[1]][1]), ci_points = 100 * s[[5]],
         always_valid_p = s[[6]]),
       abs = exact)
}

# What moved it --------------------------------------------------------------------------------------------------

segments <- function(k, name) {
  cells <- expand.grid(segment = 1:k, period = 1:2)
  counts <- t(sapply(seq_len(nrow(cells)), function(i) rmultinom(1, sample(20:200, 1), runif(3, .1, 1))))
  y <- do.call(rbind, lapply(seq_len(nrow(cells)), function(i) data.frame(
    cell = i, y = rep(c(-100, 0, 100), counts[i, ]))))
  means <- svyby(~y, ~cell, svydesign(ids = ~1, strata = ~cell, weights = ~1, data = y), svymean, covmat = TRUE)
  n <- matrix(rowSums(counts), k); w <- sweep(n, 2, colSums(n), "/"); m <- matrix(coef(means), k)
  total <- colSums(w * m)
  contrast <- function(weight) {
    found <- svycontrast(means, list(c(-weight, weight)))
    list(unname(coef(found)), as.numeric(SE(found)))
  }
  rate <- contrast(rowMeans(w)); standard <- contrast(w[, 1])
  input <- list(period1 = counts[1:k, ], period2 = counts[-(1:k), ], columns = "det_pas_pro")
  case(paste0("mix-", name), "mix_rate_error",
    "R survey::svyby and svycontrast, each segment of each period a stratum", input,
       list(total1 = total[1], total2 = total[2], mix = total[2] - total[1] - rate[[1]], rate = rate[[1]],
         rate_se = rate[[2]]),
       abs = 1e-8)
  case(paste0("reweighted-", name), "reweighted",
    "R survey::svyby and svycontrast, each segment of each period a stratum", input,
       list(diff_points = standard[[1]], se_points = standard[[2]]), abs = 1e-8)
}
segments(3, "three"); segments(12, "twelve")
for (p in list(c(.35, -4), c(.05, 3)))
  case(sprintf("tipping-%g", p[1]), "nonresponse_tipping", "R uniroot on r d + (1 - r) x = 0",
       list(response_rate = p[1], observed_change_points = p[2]),
       list(nonrespondent_change_that_cancels_points =
              uniroot(function(x) p[1] * p[2] + (1 - p[1]) * x, c(-100, 100), tol = 1e-12)$root), abs = 1e-8)
for (p in list(list("berkeley", UCBAdmissions), list("titanic", apply(Titanic, c(4, 2, 1), sum)[2:1, , ]))) {
  found <- mantelhaen.test(p[[2]], correct = FALSE)
  case(paste0("strata-", p[[1]]), "stratified_test", "R mantelhaen.test(correct = FALSE)",
       list(tables_rows_success_failure_cols_A_B = lapply(seq_len(dim(p[[2]])[3]), function(i) matrix(p[[2]][, , i],
         2))),
       list(chi2 = unname(found$statistic), p_two_sided = found$p.value,
         common_odds_ratio_A_vs_B = unname(found$estimate),
            ci = ends(found$conf.int)), rel = 1e-7)
}

# Over time ------------------------------------------------------------------------------------------------------

dots <- function(name, y, fix = NULL, rebase = NULL, screen = TRUE) {
  d <- data.frame(x = seq_along(y), y = y, rebase = as.numeric(seq_along(y) %in% (rebase + 1)))
  found <- ptd_calculate_point_type(ptd_spc_standard(d, list(
    value_field = "y", date_field = "x", facet_field = NULL, fix_after_n_points = fix, trajectory = NULL,
    screen_outliers = screen)), 1)
  case(paste0("xmr-", name), "xmr", "R NHSRplotthedots ptd_spc_standard and ptd_calculate_point_type",
       list(y = y, screen_outliers = screen, fix_after_n_points = fix,
         rebase_at_0based = if (!is.null(rebase)) I(rebase)),
       list(mean = found$mean_col, lpl = found$lpl, upl = found$upl, types = found$special_cause_type), abs = 1e-9)
}
steady <- round(rnorm(26, 67, 3), 1)
dots("steady", steady)
dots("unscreened", c(steady[1:13], 95, steady[14:25]), screen = FALSE)
dots("screened", c(steady[1:13], 95, steady[14:25]))
dots("shift", c(steady[1:14], steady[15:26] + 7), fix = 12)
dots("rebased", c(steady[1:13], steady[14:26] - 8), rebase = 13)
dots("rise-and-fall", c(steady[1:6], 60:70, 69:61, steady[7:12]))
dots("two-of-three", c(rep(c(66.5, 67.5), 12), 69.3, 68.2, 69.4, 67.5, 64.6, 66, 64.5, 67.5, 69.3, 66.5, 69.3))
for (name in c("swinging", "scattered")) {
  n <- sample(60:1000, 20); p <- if (name == "swinging") .2 else pmin(pmax(rnorm(20, .2, .05), 0), 1)
  num <- rbinom(20, n, p)
  for (chart in c("pp", "up", "ip")) {
    found <- qic(y = num, n = n, x = 1:20, chart = chart)$data
    case(sprintf("%s-%s", chart, name), c(pp = "laney_p", up = "laney_u", ip = "i_prime")[[chart]],
         sprintf("R qicharts2::qic(chart = '%s')", chart), list(num = num, den = n, screened = FALSE),
         setNames(list(found$cl[1], found$ucl, found$lcl),
                  c("centre", paste0(c("ucl", "lcl"), if (chart == "pp") "_p_prime"))), rel = 1e-9)
  }
}
for (p in list(list(.25, c(6, 8)), list(1, c(2, 2.52))))
  case(sprintf("cusum-arl-%g", p[[1]]), "cusum_arl", "R spc::xcusum.arl(sided = 'two', r = 200)",
       list(k = p[[1]], h = p[[2]], shift_sigma = c(0, 1)),
       list(arl0 = sapply(p[[2]], function(h) unname(xcusum.arl(p[[1]], h, 0, sided = "two", r = 200))),
            arl1 = sapply(p[[2]], function(h) unname(xcusum.arl(p[[1]], h, 1, sided = "two", r = 200)))), rel = 1e-6)
shifts <- c(0, .25, .5, .75, 1, 1.5, 2, 2.5, 3, 4)
cusums <- list(c(168, 74.2, 26.6, 13.3, 8.38, 4.75, 3.34, 2.62, 2.19, 1.71), c(465, 139, 38, 17, 10.4, 5.75, 4.01,
  3.11, 2.57, 2.01))
for (h in 4:5)
  case(sprintf("cusum-arl-montgomery-%d", h), "cusum_arl_table",
       "printed: Montgomery, Introduction to Statistical Quality Control, table of CUSUM run lengths for k = 1/2",
       list(k = .5, h = h, shift_sigma = shifts), list(arl = cusums[[h - 3]]), rel = .005)
for (p in list(list(.4, 3.054, c(500, 224, 71.2, 28.4, 14.3, 5.9, 3.5, 2.5, 2, 1.4)),
               list(.1, 2.814, c(500, 106, 31.3, 15.9, 10.3, 6.1, 4.4, 3.4, 2.9, 2.2))))
  case(sprintf("ewma-arl-lucas-%g", p[[1]]), "ewma_arl",
       "printed: Lucas & Saccucci 1990, Technometrics 32, 1-12, run lengths of EWMA schemes",
       list(lambda = p[[1]], L = p[[2]], shift_sigma = shifts), list(arl = p[[3]]), abs = .06, rel = .005)
for (p in list(c(.2, 2.962), c(.05, 2.615)))
  case(sprintf("ewma-arl-spc-%g", p[1]), "ewma_arl", "R spc::xewma.arl(sided = 'two', r = 100)",
       list(lambda = p[1], L = p[2], shift_sigma = shifts),
       list(arl = sapply(shifts, function(m) unname(xewma.arl(p[1], p[2], m, sided = "two", r = 100)))), rel = 1e-6)
drift <- round(c(rnorm(12, 67, 1.5), rnorm(12, 65.5, 1.5)), 1); z <- (drift - 67) / 1.5
down <- Reduce(function(s, v) max(0, s - v - .5), z, accumulate = TRUE, 0)[-1]
up <- Reduce(function(s, v) max(0, s + v - .5), z, accumulate = TRUE, 0)[-1]
smooth <- Reduce(function(s, v) .8 * s + .2 * v, drift, accumulate = TRUE, 67)[-1]
case("drift-down", "drift_path", "R Reduce",
     list(y = drift, target = 67, sigma = 1.5, cusum_k = .5, cusum_h = 5, ewma_lambda = .2, ewma_L = 2.962),
     list(cusum_up = up, cusum_down = down, cusum_first_signal_1based = which(pmax(up, down) > 5)[1], ewma = smooth,
          ewma_first_signal_1based = which(abs(smooth - 67) > 2.962 * 1.5 / 3)[1]), abs = 1e-9)
for (tau in c(0, 3, 6)) {
  vi <- runif(16, 1, 9); yi <- round(60 + .4 * 1:16 + rnorm(16, 0, sqrt(vi)) * (tau > 0) + rnorm(16, 0, tau), 2)
  found <- rma(yi, vi, mods = ~ month, data = data.frame(month = 0:15), method = "DL", test = if (tau > 0) "t" else "z")
  stopifnot((found$tau2 > 0) == (tau > 0))
  case(sprintf("trend-tau-%g", tau), "weighted_trend",
       sprintf("R metafor::rma(mods = ~ month, method = 'DL', test = '%s')", found$test),
       list(values = yi, variances = vi), list(slope = found$b[2], se = found$se[2], ci = c(found$ci.lb[2],
         found$ci.ub[2]),
                                               p = found$pval[2], tau2 = found$tau2), rel = 1e-6, abs = 1e-9)
  found <- rma(yi, vi, method = "DL")
  case(sprintf("tau-%g", tau), "extra_variation", "R metafor::rma(method = 'DL')", list(values = yi, variances = vi),
       list(tau2 = found$tau2, Q = found$QE), rel = 1e-6, abs = 1e-9)
}
for (p in list(list("nottem", nottem, 24), list("nottem", nottem, 60), list("co2", co2, 48))) {
  y <- as.numeric(p[[2]])[1:p[[3]]]; t <- seq_along(y); month <- factor((t - 1) %% 12)
  effect <- coef(lm(y ~ t + month - 1))[-1]
  case(sprintf("season-%s-%d", p[[1]], p[[3]]), "season", "R lm(y ~ t + month - 1)",
       list(values = y), list(effects = unname(effect - mean(effect))), abs = 1e-8)
}
base <- round(rnorm(30, 60, 20)); y <- c(base, base + 3, base + 1, base + 9)
found <- lm(y ~ year * later, data.frame(year = rep(0:1, each = 60), later = rep(rep(0:1, each = 30), 2)))
case("seasons-equal", "difference_in_seasons", "R lm(y ~ year * later), equal variances and sizes",
     list(groups = list(base, base + 3, base + 1, base + 9)),
     list(change = unname(coef(found)[4]), se = sqrt(vcov(found)[4, 4]), ci = ends(confint(found)[4, ])), abs = exact)
sizes <- c(40, 25, 60, 33); groups <- lapply(1:4, function(i) round(rnorm(sizes[i], 60 + i, 10 * i), 1))
d <- data.frame(y = unlist(groups), year = rep(c(0, 0, 1, 1), sizes), later = rep(c(0, 1, 0, 1), sizes))
found <- lm(y ~ year * later, d)
case("seasons-unequal", "difference_in_seasons", "R lm(y ~ year * later) with sandwich::vcovHC(type = 'HC2')",
     list(groups = groups), list(change = unname(coef(found)[4]), se = sqrt(vcovHC(found, "HC2")[4, 4])), abs = exact)

lines <- sapply(cases, toJSON, auto_unbox = TRUE, digits = NA, null = "null")
cat("[\n", paste0(lines, collapse = ",\n"), "\n]\n", sep = "")
