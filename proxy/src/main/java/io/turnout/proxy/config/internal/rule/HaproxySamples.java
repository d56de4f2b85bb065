package io.turnout.proxy.config.internal.rule;

import java.util.List;
import java.util.Set;

/** Names that HAProxy has for samples and what belongs to them, and Turnout has not. */
final class HaproxySamples {
  static final Set<String> FETCHES =
      words(
          """
          acl accept_date act_conn avg_queue bc.timer.connect bc_be_queue bc_dst bc_dst_port bc_err
          bc_err_name bc_err_str bc_glitches bc_nb_streams bc_reused bc_rtt bc_rttvar bc_src
          bc_src_port bc_srv_queue be_conn be_conn_free be_connect_timeout be_id be_max_retries
          be_queue_timeout be_sess_rate be_server_timeout be_tunnel_timeout bs.aborted bs.id
          bytes_in bytes_out connslots cpu_calls cur_connect_timeout cur_max_retries
          cur_queue_timeout cur_server_timeout cur_tunnel_timeout date date_us distcc_body
          distcc_param dst_conn dst_is_local env fc.timer.handshake fc.timer.total fc_dst
          fc_dst_is_local fc_dst_port fc_err fc_err_name fc_err_str fc_fackets fc_glitches fc_lost
          fc_nb_streams fc_pp_authority fc_pp_tlv fc_pp_unique_id fc_rcvd_proxy fc_reordering
          fc_retrans fc_rtt fc_rttvar fc_sacked fc_src fc_src_is_local fc_src_port fc_unacked
          fe_conn fe_defbe fe_id fe_req_rate fe_sess_rate fs.aborted fs.id hostname ipv4 ipv6
          last_entity last_rule_file last_rule_line lat_ns_avg lat_ns_tot meth nbproc nbsrv
          payload_lv pid prio_class prio_offset proc queue rand rdp_cookie rdp_cookie_cnt
          rep_ssl_hello_type req.bytes_in req.bytes_out req.payload_lv req.rdp_cookie
          req.rdp_cookie_cnt req.ssl_alpn req.ssl_cipherlist req.ssl_ec_ext req.ssl_hello_type
          req.ssl_keyshare_groups req.ssl_sigalgs req.ssl_sni req.ssl_st_ext
          req.ssl_supported_groups req.ssl_ver req.timer.queue req_ssl_hello_type req_ssl_sni
          req_ssl_ver request_date res.bytes_in res.bytes_out res.payload_lv res.ssl_hello_type
          res.timer.data so_id so_name src_clr_gpc0 src_conn_cnt src_conn_cur src_conn_rate
          src_get_gpc0 src_inc_gpc0 src_is_local src_sess_cnt src_sess_rate srv_conn srv_conn_free
          srv_id srv_is_up srv_iweight srv_name srv_queue srv_sess_rate srv_uweight srv_weight
          ssl_bc ssl_c_s_dn ssl_c_sha1 ssl_c_used ssl_c_verify ssl_fc ssl_fc_alpn ssl_fc_cipher
          ssl_fc_is_resumed ssl_fc_protocol ssl_fc_sni stopping table_avl table_cnt term_events
          tgroup thread txn.conn_retries txn.id32 txn.redispatched txn.sess_term_state
          txn.timer.total txn.timer.user unique-id uptime uuid var waiting_entity
          """);

  static final Set<String> HTTP_FETCHES =
      words(
          """
          base base32 capture.req.hdr capture.req.method capture.req.uri capture.res.hdr cookie
          cookie_cnt hdr hdr_beg hdr_cnt hdr_dom hdr_end hdr_ip hdr_reg hdr_sub http_auth
          http_auth_group http_first_req method path path_beg path_dir path_end path_reg path_sub
          pathq query req.body req.body_len req.cook req.fhdr req.hdr req.hdr_cnt req.hdrs req.ver
          req_proto_http req.proto_http res.body res.cook res.fhdr res.hdr res.hdr_cnt res.hdrs
          res.ver shdr status url url_beg url_dir url_end url_param url_reg url_sub urlp
          """);

  static final Set<String> CONVERTERS =
      words(
          """
          add add_item aes_gcm_dec aes_gcm_enc and b64dec base64 be2dec be2hex bool bytes capture-req
          capture-res concat cpl crc32 crc32c cut_crlf da-csv-conv debug digest div djb2 even field
          fix_is_valid fix_tag_value hash hex2i hmac host_only htonl http_date iif in_table ipmask
          json json_query jwt_header_query jwt_payload_query jwt_verify language le2dec ltime
          ltrim map map_beg map_bin map_dom map_end map_int map_ip map_reg map_regm map_str map_sub
          mod mqtt_field_value mqtt_is_valid ms_ltime ms_utime mul nbsrv neg not odd or param
          port_only protobuf regsub rfc7239_field rtrim sdbm secure_memcmp set-var sha1 sha2
          srv_queue strcmp sub table_conn_cnt table_conn_cur table_conn_rate table_gpc0
          table_gpt table_kbytes table_sess_cnt table_sess_rate ub64dec ub64enc ungrpc unset-var
          url_dec url_enc us_ltime us_utime utime when word wt6 x509_v_err_str xor xxh3 xxh32 xxh64
          """);

  static final Set<String> METHODS = Set.of("dir", "dom");

  static final Set<String> ACLS = Set.of("RDP_COOKIE");

  static final Set<String> HTTP_ACLS =
      words(
          """
          HTTP HTTP_1.0 HTTP_1.1 HTTP_2.0 HTTP_3.0 HTTP_CONTENT HTTP_URL_ABS HTTP_URL_SLASH
          HTTP_URL_STAR METH_CONNECT METH_DELETE METH_GET METH_HEAD METH_OPTIONS METH_POST METH_PUT
          METH_TRACE
          """);

  private HaproxySamples() {}

  private static Set<String> words(String text) {
    return Set.copyOf(List.of(text.strip().split("\\s+")));
  }
}
